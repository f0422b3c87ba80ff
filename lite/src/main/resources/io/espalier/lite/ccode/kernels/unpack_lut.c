#include "unpack_bits.c"

/* Indices into few values, of all rows or of each. */
static void unpack_lut(const struct packing *w, struct reader *r, int8_t *row, int32_t length) {
    int32_t k;
    for (k = 0; k < length; k++) {
        row[k] = r->values[next_bits(r, w->width)];
    }
    r->values += w->stride;
}
