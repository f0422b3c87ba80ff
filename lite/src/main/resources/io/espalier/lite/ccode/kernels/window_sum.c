#include "conv_shape.c"
#include "row_sum.c"

/* The sum of one channel at one pixel, whose weights are in a row; inputs beyond the edge are in_zero. */
static KERNEL int32_t window_sum(const struct conv *p, const int8_t *in, const int8_t *row, int32_t sum, int32_t y, int32_t x) {
    int32_t ky, kx, k;
    for (ky = 0; ky < p->kernel_h; ky++) {
        int32_t line = y * p->stride_h - p->pad_top + ky * p->dilation_h;
        int32_t column = x * p->stride_w - p->pad_left;
        int32_t count = p->in_c;
        if (p->dilation_w == 1 && column >= 0 && column + p->kernel_w <= p->in_w) {
            count *= p->kernel_w;
        }
        for (kx = 0; kx < p->kernel_w * p->in_c; kx += count, row += count, column += p->dilation_w) {
            if (line >= 0 && line < p->in_h && column >= 0 && column < p->in_w) {
                sum = row_sum(row, in + ((line % p->in_rows) * p->in_w + column) * p->in_c, count, sum);
            } else {
                for (k = 0; k < count; k++) {
                    sum += p->in_zero * row[k];
                }
            }
        }
    }
    return sum;
}
