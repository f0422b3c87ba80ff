/* RESIZE_NEAREST_NEIGHBOR: where each row and pixel comes from. */
struct nearest {
    const int32_t *rows;
    const int32_t *columns;
    int32_t batch;
    int32_t in_h;
    int32_t in_w;
    int32_t out_h;
    int32_t out_w;
    int32_t pixel;          /* bytes */
};

static KERNEL void nearest_pixels(const struct nearest *p, const int8_t *in, int8_t *out) {
    int32_t n, y, x;
    for (n = 0; n < p->batch; n++) {
        for (y = 0; y < p->out_h; y++) {
            const int8_t *row = in + (n * p->in_h + p->rows[y]) * p->in_w * p->pixel;
            for (x = 0; x < p->out_w; x++, out += p->pixel) {
                memcpy(out, row + p->columns[x] * p->pixel, (size_t)p->pixel);
            }
        }
    }
}
