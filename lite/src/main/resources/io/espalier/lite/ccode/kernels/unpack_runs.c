#include "unpack_value.c"

/* Runs of zeros, each with the value after it. The longest run has none; nor has one that ends a row. */
static void unpack_runs(const struct packing *w, struct reader *r, int8_t *row, int32_t length) {
    int32_t k = 0;
    memset(row, 0, (size_t)length);
    while (k < length) {
        int32_t run = next_bits(r, w->gap);
        k += run;
        if (run != (1 << w->gap) - 1 && k < length) {
            row[k++] = next_value(w, r);
        }
    }
}
