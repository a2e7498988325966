#!/usr/bin/env bash
# A chosen set of phpt under valgrind's memcheck, the servers they start included: `make test-valgrind`.
# What depends on how long things take is left out: under valgrind all takes twenty times as long.
#   PHPT="php-tests/websocket/recv.phpt" scripts/test-valgrind.sh     these instead
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

have valgrind || as_root apt-get install -y -q valgrind </dev/null

if [ -n "${PHPT:-}" ]; then
    # shellcheck disable=SC2206  # PHPT is a list
    paths=($PHPT)
else
    paths=(
        php-tests/channel
        php-tests/coroutine/{callables,cancel,go_order,ids,options,run,stats}.phpt
        php-tests/error
        php-tests/lifetime/{destructor,exception}
        php-tests/lifetime/{fiber_and_generator/generator,isolation/usort}.phpt
        php-tests/objects/{array_object,callbacks,elements,string_object}.phpt
        php-tests/request/{bodies,properties}.phpt
        php-tests/response/{cookie,head,header,objects,status}.phpt
        php-tests/scheduler/tasks.phpt
        php-tests/websocket/{compression,concurrency,frame,handler_end,push,recv,violations}.phpt
    )
fi
export TEST_PATIENCE=120
# Valgrind takes a change of the stack pointer by less than 2 MB for a frame. Stacks may lie closer (zend/aside.rs): what is
# on the one that was left would then count as not allocated.
export VALGRIND_OPTS="--max-stackframe=131072 ${VALGRIND_OPTS:-}"
export TEST_PHP_EXECUTABLE NO_INTERACTION=1 REPORT_EXIT_STATUS=1
TEST_PHP_EXECUTABLE=$(command -v "$php")
step "phpt under valgrind: ${#paths[@]} files and folders"
# pcre.jit: code that PCRE makes reads past the end of a string, within its word, on purpose.
"$php" -n "$(find_run_tests)" -q -n -m -j"${PHPT_JOBS:-$(nproc)}" --no-color --no-progress -g FAIL,BORK,WARN,LEAK \
    -d "extension=$SO" -d pcre.jit=0 "${paths[@]}" </dev/null
