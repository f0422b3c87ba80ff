/* Between the entries of a table of 513, which are 128 inputs apart: a straight line. */
static INLINE int32_t on_line(const int16_t *table, int32_t value) {
    int32_t place = 256 + (value >> 7), offset = value & 127;
    int32_t base = table[place], slope = table[place + 1] - base;
    return base + ((slope * offset + 64) >> 7);
}
