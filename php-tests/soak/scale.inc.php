<?php

/** The size of a soak test: small where every change is tested, full with `make soak`. */
function scaled(int $small, int $full): int
{
    return getenv('SOAK') === 'full' ? $full : $small;
}
