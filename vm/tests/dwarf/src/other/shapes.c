/* A file of the same name in another folder. */
volatile int seen;

__attribute__((noinline, export_name("notice"))) int notice(int value)
{
    seen = value;
    return seen + 1;
}

/* Nobody calls it, so the linker drops it. */
int unused(int value)
{
    return value * 2;
}
