/* RESIZE_BILINEAR as TFLite's own kernels compute it: weights in 1024ths. */
struct bilinear_twice {
    const int16_t *rows;    /* for each row of the output: two rows of the input, and their weights */
    const int16_t *columns; /* likewise */
    int32_t batch;
    int32_t in_h;
    int32_t in_w;
    int32_t out_h;
    int32_t out_w;
    int32_t channels;
};

static KERNEL void bilinear_twice(const struct bilinear_twice *p, const int8_t *in, int8_t *out) {
    int32_t n, y, x, c;
    for (n = 0; n < p->batch; n++, in += p->in_h * p->in_w * p->channels) {
        for (y = 0; y < p->out_h; y++) {
            const int16_t *rows = p->rows + 4 * y;
            const int8_t *top = in + rows[0] * p->in_w * p->channels;
            const int8_t *bottom = in + rows[1] * p->in_w * p->channels;
            for (x = 0; x < p->out_w; x++) {
                const int16_t *columns = p->columns + 4 * x;
                int32_t left = columns[0] * p->channels, right = columns[1] * p->channels;
                for (c = 0; c < p->channels; c++, left++, right++) {
                    int64_t upper = (int64_t)top[left] * columns[2] + top[right] * columns[3];
                    int64_t lower = (int64_t)bottom[left] * columns[2] + bottom[right] * columns[3];
                    int64_t value = upper * rows[2] + lower * rows[3];
                    *out++ = (int8_t)((value + (value > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
                }
            }
        }
    }
}
