#include "dot_float.c"
#include "limited_float.c"

/* What a convolution and a product of matrices do with their sums. */
struct filters_float {
    const float *weights;   /* [channels][length] */
    const float *bias;      /* [channels], or 0 */
    float min;
    float max;
    int32_t length;
    int32_t channels;
};
