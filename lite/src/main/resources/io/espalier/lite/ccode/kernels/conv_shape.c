#include "filters.c"

/* CONV_2D. */
struct conv {
    struct filters filters; /* [out_c][kernel_h][kernel_w][in_c] */
    int16_t in_h;
    int16_t in_w;
    int16_t in_c;
    int16_t in_rows;        /* rows that the buffer of the input holds; row y is at y modulo this */
    int16_t in_zero;
    int16_t out_w;
    int16_t out_rows;
    int16_t kernel_h;
    int16_t kernel_w;
    int16_t stride_h;
    int16_t stride_w;
    int16_t dilation_h;
    int16_t dilation_w;
    int16_t pad_top;
    int16_t pad_left;
};
