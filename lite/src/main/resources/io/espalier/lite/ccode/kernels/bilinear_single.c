/* RESIZE_BILINEAR as XNNPACK computes it: weights in 2048ths. */
struct bilinear_single {
    const int16_t *rows;    /* for each row of the output: two rows of the input, and the weight of the second */
    const int16_t *columns; /* likewise */
    int32_t batch;
    int32_t in_h;
    int32_t in_w;
    int32_t out_h;
    int32_t out_w;
    int32_t channels;
};

static KERNEL void bilinear_single(const struct bilinear_single *p, const int8_t *in, int8_t *out) {
    int32_t n, y, x, c;
    for (n = 0; n < p->batch; n++, in += p->in_h * p->in_w * p->channels) {
        for (y = 0; y < p->out_h; y++) {
            const int16_t *rows = p->rows + 3 * y;
            const int8_t *top = in + rows[0] * p->in_w * p->channels;
            const int8_t *bottom = in + rows[1] * p->in_w * p->channels;
            for (x = 0; x < p->out_w; x++) {
                const int16_t *columns = p->columns + 3 * x;
                int32_t left = columns[0] * p->channels, right = columns[1] * p->channels;
                for (c = 0; c < p->channels; c++, left++, right++) {
                    int32_t upper = top[left] * 2048 + (top[right] - top[left]) * columns[2];
                    int32_t lower = bottom[left] * 2048 + (bottom[right] - bottom[left]) * columns[2];
                    int32_t value = upper * 2048 + (lower - upper) * rows[2];
                    *out++ = (int8_t)((value + (1 << 21)) >> 22);
                }
            }
        }
    }
}
