/* Compiled without debugging information. */
__attribute__((noinline)) int plain(int value, int (*then)(int))
{
    return then(value + 1);
}
