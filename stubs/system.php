<?php

namespace Swoole\Coroutine {
    /**
     * What the operating system offers, as calls that suspend only the calling coroutine.
     *
     * All methods can be called as methods of {@see \Swoole\Coroutine} too. Those that suspend throw
     * {@see \Swoole\Error} outside a coroutine, return false when they are cancelled, with
     * {@see SWOOLE_ERROR_CO_CANCELED} as the last error, and when the time is up. A $timeout of 0 or less waits for ever.
     *
     * @rust system
     * @uninstantiable
     */
    class System
    {
        /**
         * Suspends the current coroutine for a time; the others go on.
         *
         * @param float $seconds at least 0.001
         * @return bool true when the time is over; false if it was cancelled, or with a warning if $seconds is too small
         * @throws \Swoole\Error outside a coroutine
         */
        public static function sleep(float $seconds): bool {}

        /**
         * Runs a command with `/bin/sh -c` and waits for its end.
         *
         * A command whose wait is cancelled goes on by itself.
         *
         * @param string $command the command
         * @param bool $get_error_stream whether what it writes to standard error is part of `output`; otherwise it goes where PHP's goes
         * @return array{code: int, signal: int, output: string}|false false if it could not be started, or the wait was cancelled
         * @throws \Swoole\Error outside a coroutine
         */
        public static function exec(string $command, bool $get_error_stream = false): array|false {}

        /**
         * An address of a host, as the system's resolver has it.
         *
         * @param string $domain_name the host; an address is returned as it is
         * @param int $type AF_INET or AF_INET6
         * @param float $timeout the longest wait in seconds; 0 or less: the option `socket_dns_timeout`
         * @return string|false false if there is none (SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED) or the time was up (SWOOLE_ERROR_DNSLOOKUP_RESOLVE_TIMEOUT)
         * @throws \Swoole\Error outside a coroutine
         */
        public static function gethostbyname(string $domain_name, int $type = AF_INET, float $timeout = -1): string|false {}

        /**
         * All addresses of a host, as the system's resolver has them.
         *
         * @param string $domain the host
         * @param int $family AF_INET or AF_INET6
         * @param int $socktype a kind of socket: addresses have no ports here, so that it makes no difference which
         * @param int $protocol a protocol of such sockets, or 0
         * @param string|null $service a service that has to be known, by name or number
         * @param float $timeout the longest wait in seconds; 0 or less: the option `socket_dns_timeout`
         * @return list<string>|false false if there is none, or the time was up, as {@see System::gethostbyname()}
         * @throws \Swoole\Error outside a coroutine
         */
        public static function getaddrinfo(string $domain, int $family = AF_INET, int $socktype = SOCK_STREAM, int $protocol = STREAM_IPPROTO_TCP, ?string $service = null, float $timeout = -1): array|bool {}

        /**
         * An address of a host, as the name servers have it: `/etc/hosts` is not looked at.
         *
         * The option `dns_server` of {@see \Swoole\Coroutine::set()} names another server than `/etc/resolv.conf`.
         *
         * @param string $domain_name the host
         * @param float $timeout the longest wait in seconds
         * @param int $type AF_INET or AF_INET6
         * @return string|false false if there is none (SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED) or the time was up (SWOOLE_ERROR_DNSLOOKUP_RESOLVE_TIMEOUT)
         * @throws \Swoole\Error outside a coroutine
         */
        public static function dnsLookup(string $domain_name, float $timeout = 60, int $type = AF_INET): string|false {}

        /**
         * Reads a whole file.
         *
         * @param string $filename the file
         * @param int $flag FILE_LOCK takes a shared lock meanwhile
         * @return string|false false with a line in the log if it cannot be read; the last error is then an errno
         * @throws \Swoole\Error outside a coroutine
         */
        public static function readFile(string $filename, int $flag = 0): string|false {}

        /**
         * Writes a whole file, which is made if there is none. Symbolic links are not followed.
         *
         * One whose wait is cancelled may still be written.
         *
         * @param string $filename the file
         * @param string $fileContent what to write
         * @param int $flags FILE_APPEND, LOCK_EX or both
         * @return int|false the bytes written; false with a line in the log if it cannot be written; the last error is then an errno
         * @throws \Swoole\Error outside a coroutine
         */
        public static function writeFile(string $filename, string $fileContent, int $flags = 0): int|false {}

        /**
         * What the system knows about the file system of a path. Does not suspend.
         *
         * @return array{bsize: int, frsize: int, blocks: int, bfree: int, bavail: int, files: int, ffree: int, favail: int, fsid: int, flag: int, namemax: int}|false false if there is no such path
         */
        public static function statvfs(string $path): array|false {}

        /**
         * Waits for the end of any child process, except those of {@see System::exec()} and of an open `proc_open()`.
         *
         * @param float $timeout the longest wait in seconds
         * @return array{pid: int, code: int, signal: int}|false false if the time was up (errno ETIMEDOUT, 110), or at once if there is no child and no timeout (ECHILD, 10)
         * @throws \Swoole\Error outside a coroutine
         */
        public static function wait(float $timeout = -1): array|false {}

        /**
         * Waits for the end of one child process.
         *
         * @param int $pid the process; a negative number stands for any, as in {@see System::wait()}
         * @param float $timeout the longest wait in seconds
         * @return array{pid: int, code: int, signal: int}|false false if the time was up (errno ETIMEDOUT, 110), or at once if there is no such child and no timeout (ECHILD, 10)
         * @throws \Swoole\Error outside a coroutine
         */
        public static function waitPid(int $pid, float $timeout = -1): array|false {}

        /**
         * Waits for a signal. While it waits, the signal does nothing else; afterwards it does what it did before.
         *
         * @param array<int>|int $signals one or several signals
         * @param float $timeout the longest wait in seconds
         * @return int|false the signal; false if the time was up (SWOOLE_ERROR_CO_TIMEDOUT), or with a warning if another coroutine waits for it, or there is no such signal
         * @throws \Swoole\Error outside a coroutine
         */
        public static function waitSignal(array|int $signals, float $timeout = -1): int|false {}

        /**
         * Waits until a descriptor is ready.
         *
         * @param mixed $socket an open stream, a Socket of the sockets extension, or a number
         * @param int $events SWOOLE_EVENT_READ, SWOOLE_EVENT_WRITE or both
         * @param float $timeout the longest wait in seconds
         * @return int|false which of the events are there; false if the time was up (SWOOLE_ERROR_CO_TIMEDOUT), or with a warning if it is no descriptor
         * @throws \Swoole\Error outside a coroutine
         */
        public static function waitEvent(mixed $socket, int $events = SWOOLE_EVENT_READ, float $timeout = -1): int|false {}
    }
}

namespace {
    /**
     * The same as {@see \Swoole\Coroutine\System::dnsLookup()}.
     *
     * @return string|false false if there is no such name (SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED) or the time was up (SWOOLE_ERROR_DNSLOOKUP_RESOLVE_TIMEOUT)
     * @throws \Swoole\Error outside a coroutine
     * @implementation-alias Swoole\Coroutine\System::dnsLookup
     */
    function swoole_async_dns_lookup_coro(string $domain_name, float $timeout = 60, int $type = AF_INET): string|false {}

    /**
     * Forgets the names looked up with {@see \Swoole\Coroutine\System::gethostbyname()} and `dnsLookup()`, which are kept
     * for a while: see the options `dns_cache_expire` and `dns_cache_capacity` of {@see \Swoole\Coroutine::set()}.
     *
     * @rust system::names
     */
    function swoole_clear_dns_cache(): void {}

    /**
     * As PHP's exec(), but only the calling coroutine waits.
     *
     * @param string $command the command, for `/bin/sh -c`
     * @param mixed $output the lines it writes, without spaces at their ends; an array is added to
     * @param mixed $returnVar its exit code
     * @return string|false the last line; false if it could not be started, or the wait was cancelled
     * @throws \Swoole\Error outside a coroutine
     * @rust system::library
     */
    function swoole_exec(string $command, mixed &$output = null, mixed &$returnVar = null): string|false {}

    /**
     * As PHP's shell_exec(), but only the calling coroutine waits.
     *
     * @param string $cmd the command, for `/bin/sh -c`
     * @return string|false|null what it writes, null if that is nothing; false if it could not be started, or the wait was cancelled
     * @throws \Swoole\Error outside a coroutine
     * @rust system::library
     */
    function swoole_shell_exec(string $cmd): string|false|null {}

    /**
     * As PHP's gethostbynamel(), but only the calling coroutine waits; outside of one the process does.
     *
     * @return list<string>|false false if there is none, or the time of the option `socket_dns_timeout` was up
     * @rust system::names
     */
    function swoole_gethostbynamel(string $domain): array|false {}

    /**
     * As PHP's gethostbyaddr(), but only the calling coroutine waits; outside of one the process does.
     *
     * @return string the name; what was given if it has none, or is no address
     * @rust system::names
     */
    function swoole_gethostbyaddr(string $ip): string {}

    /**
     * As PHP's checkdnsrr(), but only the calling coroutine waits; outside of one the process does. The name servers are those of the option `dns_server`,
     * else the system's; the options of `/etc/resolv.conf` hold, its search list among them.
     *
     * @param string $type A, A6, AAAA, ANY, CAA, CNAME, MX, NAPTR, NS, PTR, SOA, SRV or TXT
     * @return bool whether there are such records; false also if the time of the option `socket_dns_timeout` was up (SWOOLE_ERROR_DNSLOOKUP_RESOLVE_TIMEOUT)
     * @throws \ValueError about an empty name or another type
     * @rust system::records
     */
    function swoole_checkdnsrr(string $hostname, string $type = 'MX'): bool {}

    /**
     * As PHP's dns_check_record(), but only the calling coroutine waits; outside of one the process does.
     *
     * @return bool whether there are such records
     * @throws \ValueError about an empty name or another type
     * @implementation-alias swoole_checkdnsrr
     */
    function swoole_dns_check_record(string $hostname, string $type = 'MX'): bool {}

    /**
     * As PHP's getmxrr(), but only the calling coroutine waits; outside of one the process does.
     *
     * @param list<string>|null $hosts is set to the mail exchanges; may be a variable that is not set yet
     * @param list<int>|null $weights is set to their preferences, in the same order
     * @return bool whether there are any
     * @rust system::records
     */
    function swoole_getmxrr(string $hostname, array &$hosts, ?array &$weights = null): bool {}

    /**
     * As PHP's dns_get_mx(), but only the calling coroutine waits; outside of one the process does.
     *
     * @param list<string>|null $hosts is set to the mail exchanges; may be a variable that is not set yet
     * @param list<int>|null $weights is set to their preferences, in the same order
     * @return bool whether there are any
     * @implementation-alias swoole_getmxrr
     */
    function swoole_dns_get_mx(string $hostname, array &$hosts, ?array &$weights = null): bool {}

    /**
     * What swoole_getmxrr() finds, as an array: the lists need no variables.
     *
     * @param array|null $hosts not read
     * @param array|null $weights not read
     * @return array{bool, list<string>, list<int>} whether there are any, the mail exchanges, their preferences
     * @rust system::records
     */
    function swoole_real_getmxrr(string $hostname, ?array $hosts = null, ?array $weights = null): array {}

    /**
     * As PHP's dns_get_record(), but only the calling coroutine waits; outside of one the process does.
     *
     * @param int $type one or more of the DNS_* constants; with $raw the number of a type
     * @param list<array<string, mixed>>|null $authoritative_name_servers is set to the records of the answers' authority section
     * @param list<array<string, mixed>>|null $additional_records is set to those of the additional section
     * @param bool $raw each record has its `data` as it came
     * @return list<array<string, mixed>>|false the records, none if there is no such name; false with a warning if it could not be found out
     * @throws \ValueError about another type
     * @rust system::records
     */
    function swoole_dns_get_record(string $hostname, int $type = DNS_ANY, ?array &$authoritative_name_servers = null, ?array &$additional_records = null, bool $raw = false): array|false {}

    /**
     * What swoole_dns_get_record() finds, as an array: the lists need no variables.
     *
     * @param array|null $authoritative_name_servers an array, an empty one for example, if they are wanted
     * @param array|null $additional_records the same
     * @return array{list<array<string, mixed>>|false, list<array<string, mixed>>|null, list<array<string, mixed>>|null} the records, those of the authority section, the additional ones
     * @throws \ValueError about another type
     * @rust system::records
     */
    function swoole_real_dns_get_record(string $hostname, int $type, ?array $authoritative_name_servers = null, ?array $additional_records = null, bool $raw = false): array {}

    /**
     * The options of Swoole's library.
     *
     * @return array<string, mixed>
     * @rust system::library
     */
    function swoole_library_get_options(): array {}

    /**
     * Sets the options of Swoole's library, instead of those there were.
     *
     * @param array<string, mixed> $options they are kept; none has an effect here
     * @rust system::library
     */
    function swoole_library_set_options(array $options): void {}

    /**
     * One option of Swoole's library, null if it was not set.
     *
     * @rust system::library
     */
    function swoole_library_get_option(string $key): mixed {}

    /**
     * Sets one option of Swoole's library. It is kept, and has no effect here.
     *
     * @rust system::library
     */
    function swoole_library_set_option(string $key, mixed $value): void {}
}
