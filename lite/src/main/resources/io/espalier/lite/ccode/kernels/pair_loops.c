/* How two inputs move along the output, in elements: a step of 0 repeats an element. */
struct pair_loops {
    int32_t pixels;
    int32_t channels;
    int32_t a_row;
    int32_t a_pixel;
    int32_t a_channel;
    int32_t b_row;
    int32_t b_pixel;
    int32_t b_channel;
    int32_t a_rows;         /* rows that the buffer holds; row y is at y modulo this */
    int32_t b_rows;
    int32_t out_rows;
};
