#include "real_sqrt.c"

static INLINE float real_rsqrt(float x) {
    return 1.0f / real_sqrt(x);
}
