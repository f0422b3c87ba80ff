static INLINE int8_t clamped(int32_t value, int32_t zero, int32_t min, int32_t max) {
    value += zero;
    /* Two steps, of which compilers make no branches. */
    value = value < min ? min : value;
    value = value > max ? max : value;
    return (int8_t)value;
}
