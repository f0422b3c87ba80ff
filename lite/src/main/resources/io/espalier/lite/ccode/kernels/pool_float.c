#include "limited_float.c"

/* The window of a pool. */
struct pool_float {
    float min;
    float max;
    int32_t in_h;
    int32_t in_w;
    int32_t channels;
    int32_t in_rows;
    int32_t out_w;
    int32_t out_rows;
    int32_t kernel_h;
    int32_t kernel_w;
    int32_t stride_h;
    int32_t stride_w;
    int32_t pad_top;
    int32_t pad_left;
};
