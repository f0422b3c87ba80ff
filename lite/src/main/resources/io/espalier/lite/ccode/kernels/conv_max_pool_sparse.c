#include "filters_sparse.c"
#include "conv_patch.c"

/* CONV_2D with sparse weights, and the largest of each window of MAX_POOL_2D: a row of the pool's output. */
struct conv_max_pool_sparse {
    struct conv conv;
    struct sparse sparse;
    int16_t pool_h;
    int16_t pool_w;
    int16_t pooled_w;       /* pixels in a row of the output; its rows are those of conv */
};

static KERNEL void conv_max_pool_sparse(const struct conv_max_pool_sparse *p, const int8_t *in, int8_t *out, int8_t *patches, int32_t y) {
    const struct filters *f = &p->conv.filters;
    int32_t x, row, column, c, k;
    out += (y % p->conv.out_rows) * p->pooled_w * f->channels;
    for (x = 0; x < p->pooled_w; x++) {
        const uint8_t *at = p->sparse.stored;
        int8_t *patch = patches;
        for (row = 0; row < p->pool_h; row++) {
            for (column = 0; column < p->pool_w; column++) {
                conv_patch(&p->conv, in, patch, y * p->pool_h + row, x * p->pool_w + column);
                patch += f->length;
            }
        }
        for (c = 0; c < f->channels; c++) {
            const uint8_t *next = at;
            int32_t most = INT32_MIN, left = p->pool_h * p->pool_w;
            for (patch = patches; left > 0;) {
                int32_t sums[4], step = left >= 4 ? 4 : 1;
                sums[0] = f->bias[c];
                next = sparse_sums(f, &p->sparse, at, patch, step == 4, sums);
                for (k = 0; k < step; k++) {
                    most = sums[k] > most ? sums[k] : most;
                }
                patch += step * f->length;
                left -= step;
            }
            at = next;
            *out++ = filter_output(f, c, most);
        }
    }
}
