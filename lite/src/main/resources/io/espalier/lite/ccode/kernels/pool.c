/* The window of a pool. */
struct pool {
    int16_t in_h;
    int16_t in_w;
    int16_t channels;
    int16_t in_rows;
    int16_t out_w;
    int16_t out_rows;
    int16_t kernel_h;
    int16_t kernel_w;
    int16_t stride_h;
    int16_t stride_w;
    int16_t pad_top;
    int16_t pad_left;
    int16_t min;
    int16_t max;
};
