#include "real_abs.c"
#include "real_exp.c"

static float real_tanh(float x) {
    float size = real_abs(x), square = x * x, p;
    if (size < 0.6f) {
        p = -0.053952474f + square * (0.02173444f + square * (-0.008267093f + square * 0.0022310666f));
        return x + x * square * (-0.3333333f + square * (0.13333248f + square * p));
    }
    p = size > 9.1f ? 1.0f : 1.0f - 2.0f / (1.0f + real_exp(2.0f * size));
    return x != x ? x : x < 0.0f ? -p : p;
}
