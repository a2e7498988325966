--TEST--
README.md names the test of every row of the specification's tables, and those tests exist
--FILE--
<?php
/* The rows of all tables of a document: by the number of their section, the cells. */
$rows = function (string $file): array {
    $rows = [];
    $lines = file($file, FILE_IGNORE_NEW_LINES);
    foreach ($lines as $number => $line) {
        if (preg_match('/^##+ (\d+(?:\.\d+)?)\b/', $line, $heading)) {
            $section = $heading[1];
        } elseif (str_starts_with($line, '| ') && !str_starts_with($lines[$number + 1] ?? '', '|---')) {
            // A bar in a cell is written \|.
            $rows[$section][] = array_map('trim', preg_split('/(?<!\\\\)\|/', trim($line, '| ')));
        }
    }
    return $rows;
};
$specification = $rows(__DIR__ . '/../../docs/spec/http-ws-server.md');
$here = $rows(__DIR__ . '/README.md');
$count = 0;
foreach (['4.1', '4.2', '4.3', '4.4', '4.6'] as $section) {
    foreach ($specification[$section] as [$row]) {
        $count++;
        in_array($row, array_column($here[$section], 0), true) || print("$section: no test for: $row\n");
    }
    foreach ($here[$section] as [$row, $difference, $tests]) {
        foreach (explode('; ', $tests) as $test) {
            preg_match('/^`(\w+\.phpt)`/', $test, $file) || exit("which file? $row");
            $source = @file_get_contents(__DIR__ . "/$file[1]") ?: exit("no file $file[1]: $row");
            // The cases are keys of arrays, names, or targets.
            preg_match_all('/\'[^\']*\'|"[^"]+"/', $test, $cases);
            foreach ($cases[0] as $case) {
                if (!preg_match('/' . preg_quote($case, '/') . '(, function|, fn|, Frame| => |, bin)|\[' . preg_quote($case, '/') . '\]|\(' . preg_quote($case, '/') . ', /', $source)) {
                    echo "$file[1] has no case $case: $row\n";
                }
            }
        }
    }
}
var_dump($count > 90);
?>
--EXPECT--
bool(true)
