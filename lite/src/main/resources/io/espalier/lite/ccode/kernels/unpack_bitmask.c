#include "unpack_value.c"

/* For eight weights each a byte, whose bits say which are not zero, and then the values of those; the last byte may be of fewer bits. */
static void unpack_bitmask(const struct packing *w, struct reader *r, int8_t *row, int32_t length) {
    int32_t k;
    for (k = 0; k < length; k += 8) {
        int32_t count = length - k < 8 ? length - k : 8;
        int32_t mask = next_bits(r, count);
        for (; count > 0; count--) {
            *row++ = mask >> (count - 1) & 1 ? next_value(w, r) : (int8_t)0;
        }
    }
}
