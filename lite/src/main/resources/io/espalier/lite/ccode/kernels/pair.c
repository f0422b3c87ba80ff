/* Two tensors that are combined element by element; where a step is 0, an element meets several of the other tensor. */
struct pair {
    int32_t pixels;         /* of a row */
    int32_t channels;
    int32_t a_row;          /* elements from row to row */
    int32_t a_pixel;
    int32_t a_channel;
    int32_t b_row;
    int32_t b_pixel;
    int32_t b_channel;
    int16_t a_rows;
    int16_t b_rows;
    int16_t out_rows;
    int16_t out_zero;
    int16_t min;
    int16_t max;
};

static INLINE int32_t limited(int32_t value, int32_t min, int32_t max) {
    return value < min ? min : value > max ? max : value;
}
