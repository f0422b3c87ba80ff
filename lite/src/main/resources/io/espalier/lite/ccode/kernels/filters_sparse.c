#include "filters.c"

/*
 * Weights that are mostly zero: for each channel the number of its entries in two bytes, the low one first, and then the entries. An entry is a number
 * of zeros and the value after them: in one byte as its high bits and, in the low ones, an index into values; without values in two bytes.
 */
struct sparse {
    const uint8_t *stored;
    const int8_t *values;
    int16_t index_bits;
};

/* The sums of one channel at one pixel or four, whose inputs lie one after the other; gives where the next channel's entries begin. */
static KERNEL const uint8_t *sparse_sums(
    const struct filters *f, const struct sparse *s, const uint8_t *at, const int8_t *x, int four, int32_t *sums) {
    int32_t n = f->length, left = at[0] | at[1] << 8, a = sums[0], b = a, c = a, d = a;
    at += 2;
    for (; left > 0; left--) {
        int32_t value = *at++;
        if (s->values) {
            x += value >> s->index_bits;
            value = s->values[value & ((1 << s->index_bits) - 1)];
        } else {
            x += value;
            value = (int8_t)((*at++ ^ 128) - 128);
        }
        a += x[0] * value;
        if (four) {
            b += x[n] * value, c += x[2 * n] * value, d += x[3 * n] * value;
        }
        x++;
    }
    sums[0] = a, sums[1] = b, sums[2] = c, sums[3] = d;
    return at;
}
