/* Inlined wherever it is used. */
__attribute__((always_inline)) static inline int area(int width, int height)
{
    if (width < 0)
        __builtin_trap();
    return width * height;
}
