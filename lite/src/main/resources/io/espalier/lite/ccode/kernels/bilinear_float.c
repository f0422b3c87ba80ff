/* RESIZE_BILINEAR: places and weights of the rows and columns are tables. */
struct bilinear_float {
    const int32_t *rows;    /* for each row of the output: two rows of the input */
    const int32_t *columns; /* likewise */
    const float *row_weights; /* of the second of the two */
    const float *column_weights;
    int32_t batch;
    int32_t in_h;
    int32_t in_w;
    int32_t out_h;
    int32_t out_w;
    int32_t channels;
};

static KERNEL void bilinear_float(const struct bilinear_float *p, const float *in, float *out) {
    int32_t n, y, x, c;
    for (n = 0; n < p->batch; n++, in += p->in_h * p->in_w * p->channels) {
        for (y = 0; y < p->out_h; y++) {
            const float *top = in + p->rows[2 * y] * p->in_w * p->channels;
            const float *bottom = in + p->rows[2 * y + 1] * p->in_w * p->channels;
            float down = p->row_weights[y];
            for (x = 0; x < p->out_w; x++) {
                int32_t left = p->columns[2 * x] * p->channels, right = p->columns[2 * x + 1] * p->channels;
                float across = p->column_weights[x];
                for (c = 0; c < p->channels; c++, left++, right++) {
                    float upper = top[left] + (top[right] - top[left]) * across;
                    float lower = bottom[left] + (bottom[right] - bottom[left]) * across;
                    *out++ = upper + (lower - upper) * down;
                }
            }
        }
    }
}
