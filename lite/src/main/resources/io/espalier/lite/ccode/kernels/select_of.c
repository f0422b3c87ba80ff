/* SELECT: how the condition and both inputs move along the output, in elements. */
struct select_of {
    int32_t rows;
    int32_t pixels;
    int32_t channels;
    int32_t if_row;
    int32_t if_pixel;
    int32_t if_channel;
    int32_t a_row;
    int32_t a_pixel;
    int32_t a_channel;
    int32_t b_row;
    int32_t b_pixel;
    int32_t b_channel;
    int32_t width;          /* bytes of an element */
};

static KERNEL void select_of(const struct select_of *p, const uint8_t *condition, const int8_t *a, const int8_t *b, int8_t *out) {
    int32_t y, x, c;
    for (y = 0; y < p->rows; y++) {
        for (x = 0; x < p->pixels; x++) {
            for (c = 0; c < p->channels; c++, out += p->width) {
                const int8_t *from = condition[y * p->if_row + x * p->if_pixel + c * p->if_channel]
                                         ? a + (y * p->a_row + x * p->a_pixel + c * p->a_channel) * p->width
                                         : b + (y * p->b_row + x * p->b_pixel + c * p->b_channel) * p->width;
                memcpy(out, from, (size_t)p->width);
            }
        }
    }
}
