<?php

namespace Swoole\Http;

/**
 * Names for HTTP status codes.
 *
 * @rust http::status_class
 */
abstract class Status
{
    /** Continue */
    const CONTINUE = 100;

    /** Switching Protocols */
    const SWITCHING_PROTOCOLS = 101;

    /** Processing */
    const PROCESSING = 102;

    /** OK */
    const OK = 200;

    /** Created */
    const CREATED = 201;

    /** Accepted */
    const ACCEPTED = 202;

    /** Non-Authoritative Information */
    const NON_AUTHORITATIVE_INFORMATION = 203;

    /** No Content */
    const NO_CONTENT = 204;

    /** Reset Content */
    const RESET_CONTENT = 205;

    /** Partial Content */
    const PARTIAL_CONTENT = 206;

    /** Multi-status */
    const MULTI_STATUS = 207;

    /** Already Reported */
    const ALREADY_REPORTED = 208;

    /** IM Used */
    const IM_USED = 226;

    /** Multiple Choices */
    const MULTIPLE_CHOICES = 300;

    /** Moved Permanently */
    const MOVED_PERMANENTLY = 301;

    /** Found */
    const FOUND = 302;

    /** See Other */
    const SEE_OTHER = 303;

    /** Not Modified */
    const NOT_MODIFIED = 304;

    /** Use Proxy */
    const USE_PROXY = 305;

    /** Switch Proxy */
    const SWITCH_PROXY = 306;

    /** Temporary Redirect */
    const TEMPORARY_REDIRECT = 307;

    /** Permanent Redirect */
    const PERMANENT_REDIRECT = 308;

    /** Bad Request */
    const BAD_REQUEST = 400;

    /** Unauthorized */
    const UNAUTHORIZED = 401;

    /** Payment Required */
    const PAYMENT_REQUIRED = 402;

    /** Forbidden */
    const FORBIDDEN = 403;

    /** Not Found */
    const NOT_FOUND = 404;

    /** Method Not Allowed */
    const METHOD_NOT_ALLOWED = 405;

    /** Not Acceptable */
    const NOT_ACCEPTABLE = 406;

    /** Proxy Authentication Required */
    const PROXY_AUTHENTICATION_REQUIRED = 407;

    /** Request Time-out */
    const REQUEST_TIME_OUT = 408;

    /** Conflict */
    const CONFLICT = 409;

    /** Gone */
    const GONE = 410;

    /** Length Required */
    const LENGTH_REQUIRED = 411;

    /** Precondition Failed */
    const PRECONDITION_FAILED = 412;

    /** Request Entity Too Large */
    const REQUEST_ENTITY_TOO_LARGE = 413;

    /** Request-URI Too Large */
    const REQUEST_URI_TOO_LARGE = 414;

    /** Unsupported Media Type */
    const UNSUPPORTED_MEDIA_TYPE = 415;

    /** Requested range not satisfiable */
    const REQUESTED_RANGE_NOT_SATISFIABLE = 416;

    /** Expectation Failed */
    const EXPECTATION_FAILED = 417;

    /** Misdirected Request */
    const MISDIRECTED_REQUEST = 421;

    /** Unprocessable Entity */
    const UNPROCESSABLE_ENTITY = 422;

    /** Locked */
    const LOCKED = 423;

    /** Failed Dependency */
    const FAILED_DEPENDENCY = 424;

    /** Unordered Collection */
    const UNORDERED_COLLECTION = 425;

    /** Upgrade Required */
    const UPGRADE_REQUIRED = 426;

    /** Precondition Required */
    const PRECONDITION_REQUIRED = 428;

    /** Too Many Requests */
    const TOO_MANY_REQUESTS = 429;

    /** Request Header Fields Too Large */
    const REQUEST_HEADER_FIELDS_TOO_LARGE = 431;

    /** Unavailable For Legal Reasons */
    const UNAVAILABLE_FOR_LEGAL_REASONS = 451;

    /** Internal Server Error */
    const INTERNAL_SERVER_ERROR = 500;

    /** Not Implemented */
    const NOT_IMPLEMENTED = 501;

    /** Bad Gateway */
    const BAD_GATEWAY = 502;

    /** Service Unavailable */
    const SERVICE_UNAVAILABLE = 503;

    /** Gateway Time-out */
    const GATEWAY_TIME_OUT = 504;

    /** HTTP Version not supported */
    const HTTP_VERSION_NOT_SUPPORTED = 505;

    /** Variant Also Negotiates */
    const VARIANT_ALSO_NEGOTIATES = 506;

    /** Insufficient Storage */
    const INSUFFICIENT_STORAGE = 507;

    /** Loop Detected */
    const LOOP_DETECTED = 508;

    /** Not Extended */
    const NOT_EXTENDED = 510;

    /** Network Authentication Required */
    const NETWORK_AUTHENTICATION_REQUIRED = 511;

    /**
     * The reason phrases of all codes.
     *
     * @return array<int, string> by code
     */
    public static function getReasonPhrases(): array {}

    /**
     * The reason phrase of a code.
     *
     * @param int $value for example 404
     * @return string "Unknown" for a code without one
     */
    public static function getReasonPhrase(int $value): string {}
}
