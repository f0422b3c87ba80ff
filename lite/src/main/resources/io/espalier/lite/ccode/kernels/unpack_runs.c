#include "unpack_value.c"

/* Runs of zeros, each with the value after it. The longest run has none; nor has one that ends a row. */
static void unpack_runs(const struct packing *w, struct reader *r, int8_t *row, int32_t length) {
    int8_t *end = row + length;
    int32_t run = -1, longest = (1 << w->gap) - 1, isLongest = 0;
    while (row != end) {
        if (run < 0) {
            run = next_bits(r, w->gap);
            isLongest = run == longest;
        }
        if (run > 0) {
            *row++ = 0;
        } else if (!isLongest) {
            *row++ = next_value(w, r);
        }
        run--;
    }
}
