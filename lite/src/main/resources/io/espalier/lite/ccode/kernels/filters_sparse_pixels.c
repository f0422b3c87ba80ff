#include "filters_sparse.c"

/* All channels of pixels whose inputs lie one after the other, four of them at a time. */
static KERNEL void filtered_sparse(const struct filters *f, const struct sparse *s, const int8_t *pixels, int32_t count, int8_t *out) {
    while (count > 0) {
        const uint8_t *at = s->stored;
        int32_t step = count >= 4 ? 4 : 1, c, k;
        for (c = 0; c < f->channels; c++) {
            int32_t sums[4];
            sums[0] = f->bias[c];
            at = sparse_sums(f, s, at, pixels, step == 4, sums);
            for (k = 0; k < step; k++) {
                out[k * f->channels + c] = filter_output(f, c, sums[k]);
            }
        }
        pixels += step * f->length;
        out += step * f->channels;
        count -= step;
    }
}
