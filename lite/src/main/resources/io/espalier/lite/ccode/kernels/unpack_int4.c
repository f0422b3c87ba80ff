#include "unpack_bits.c"

/* Values from -8 to 7. */
static void unpack_int4(const struct packing *w, struct reader *r, int8_t *row, int32_t length) {
    int32_t k;
    (void)w;
    for (k = 0; k < length; k++) {
        row[k] = (int8_t)((next_bits(r, 4) ^ 8) - 8);
    }
}
