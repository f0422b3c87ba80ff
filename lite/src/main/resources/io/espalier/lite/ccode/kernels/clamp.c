static INLINE int8_t clamped(int32_t value, int32_t zero, int32_t min, int32_t max) {
    value += zero;
    return (int8_t)(value < min ? min : value > max ? max : value);
}
