#include "real_floor.c"

static INLINE float real_ceil(float x) {
    return -real_floor(-x);
}
