--TEST--
README.md names the test of each row of the specification: all of them exist
--FILE--
<?php
$rows = 0;
foreach (file(__DIR__ . '/README.md') as $line) {
    if (!preg_match('/^\| (.+) \| (`.+) \|$/', $line, $row)) {
        continue;
    }
    $rows++;
    foreach (explode('; ', $row[2]) as $test) {
        preg_match('/^`(\w+\.phpt)`/', $test, $file) || exit("which file? $line");
        $source = @file_get_contents(__DIR__ . "/$file[1]") ?: exit("no file $file[1]: $line");
        // The cases are keys of arrays, or targets.
        preg_match_all('/\'[^\']+\'|"[^"]+"/', $test, $cases);
        foreach ($cases[0] as $case) {
            if (!preg_match('/' . preg_quote($case, '/') . '(, function| => )|\[' . preg_quote($case, '/') . '\]/', $source)) {
                echo "$file[1] has no case $case: $line";
            }
        }
    }
}
var_dump($rows > 60);
?>
--EXPECT--
bool(true)
