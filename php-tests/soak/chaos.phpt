--TEST--
Coroutines, channels, fibers, generators, destructors, buffers, autoloaders and cancellations at random
--FILE--
<?php
// What each call returns depends on the others; that all of them come to an end does not.
mt_srand(7);
$N = 150;
Co::set(['enable_deadlock_check'=>false,'max_coroutine'=>500]);
class D { public $x; public $chans; function __construct($c){ $this->chans=$c; } function __destruct(){ if (Co::getCid()<0) return; $c=$this->chans[array_rand($this->chans)]; match(mt_rand(0,4)){ 0=>$c->push(1,0.001), 1=>$c->pop(0.001), 2=>Co::getCid()>0 && Co::sleep(0.001), 3=>Co::getCid()>0 && go(fn()=>Co::sleep(0.001)), 4=>null }; } }
class S { public $n; function __sleep(){ Co::getCid()>0 && Co::sleep(0.001); return ['n']; } function __wakeup(){ Co::getCid()>0 && Co::sleep(0.001); } }
spl_autoload_register(function($c){ if (Co::getCid()>0) Co::sleep(mt_rand(1,3)/1000); if (mt_rand(0,1)) eval("class $c {}"); });
set_error_handler(function($n,$m){ if (mt_rand(0,9)==0 && Co::getCid()>0) Co::sleep(0.001); if (mt_rand(0,5)==0) throw new ErrorException($m); return true; }); error_reporting(E_ALL);
function act($chans,$depth) { global $count;
  for ($i=0;$i<mt_rand(3,12);$i++) {
    $c=$chans[array_rand($chans)];
    $count++;
    try {
    switch(mt_rand(0,20)) {
      case 0: $c->push(new D($chans),mt_rand(1,3)/1000); break;
      case 1: $c->pop(mt_rand(1,3)/1000); break;
      case 2: Co::sleep(mt_rand(1,3)/1000); break;
      case 3: if ($depth<6) go("guarded",$chans,$depth+1); break;
      case 4: Co::cancel(mt_rand(1,Co::stats()['coroutine_last_cid'])); break;
      case 5: @Co::resume(mt_rand(1,Co::stats()['coroutine_last_cid'])); break;
      case 6: $cid=Co::getCid(); go(function() use($cid){ Co::sleep(0.001); try { @Co::resume($cid); } catch (ErrorException) {} Co::cancel($cid); }); Co::yield(); break;
      case 7: (new Fiber(function() use($chans,$depth,&$count){ Co::sleep(0.001); if ($depth<3) act($chans,$depth+2); }))->start(); break;
      case 8: $f=new Fiber(function(){ try { Fiber::suspend(1); Co::sleep(0.001);} finally { Co::getCid()>0 && Co::sleep(0.001); } }); $f->start(); if (mt_rand(0,1)) $f->resume(); unset($f); break;
      case 9: foreach((function(){ try { yield 1; Co::sleep(0.001); yield 2; }finally { Co::getCid()>0 && Co::sleep(0.001);} })() as $x) if (mt_rand(0,1)) break; break;
      case 10: ob_start(mt_rand(0,1)?null:function($t){ Co::sleep(0.001); return ''; }); echo 'x'; Co::sleep(0.001); if (ob_get_level()) ob_end_clean(); break;
      case 11: $l=range(1,6); shuffle($l); usort($l,function($a,$b){ if (mt_rand(0,3)==0) Co::sleep(0.001); return $a<=>$b; }); break;
      case 12: $s=new S; $s->n=[new S,$s]; unserialize(serialize($s)); break;
      case 13: defer(function(){ Co::sleep(0.001); }); break;
      case 14: $d=new D($chans); $d->x=$d; unset($d); gc_collect_cycles(); break;
      case 15: class_exists('C'.mt_rand(0,30)); break;
      case 16: $d=new D($chans); $d=null; break;
      case 20: $t=go(function(){ try { Co::sleep(1); } catch (Swoole\Coroutine\CanceledException) { Co::sleep(0.001); } }); Co::cancel($t,true); break;
      case 17: if (mt_rand(0,20)==0) $c->close(); break;
      case 18: try { exit(1); } catch (Swoole\ExitException $e) {} break;
      case 19: @trigger_error('a warning', E_USER_WARNING); break;
    } } catch (ErrorException|Swoole\Coroutine\CanceledException $e) {}
  }
}
function guarded(...$a){ try { act(...$a); } catch (Throwable $e) { if (!($e instanceof ErrorException) && !($e instanceof Swoole\Coroutine\CanceledException)) throw $e; } }
$count=0;
for ($r=0;$r<3;$r++) Co\run(function() use($N,&$count){ for ($i=0;$i<$N;$i++){ $chans=[new chan(1),new chan(2),new chan(5)]; go(function() use($chans,&$count){ guarded($chans,0); }); if ($i%20==0) Co::sleep(0.001); } });
echo $count > 1000 ? 'many' : 'few', ' operations, ', Co::stats()['coroutine_num'], " coroutines left\n";
?>
--EXPECT--
many operations, 0 coroutines left
