#include "real_abs.c"
#include "real_exp.c"

static float real_erf(float x) {
    float size = real_abs(x), square = x * x, p;
    if (size < 1.0f) {
        p = -0.02685445f + square * (0.005189544f + square * (-0.00080209115f + square * 7.8893376e-05f));
        return x + x * (0.12837917f + square * (-0.37612626f + square * (0.112836f + square * p)));
    }
    if (size < 4.0f) {
        p = -0.025373567f + size * (0.004282388f + size * (-0.00046378956f + size * (2.5315063e-05f + size * -2.5134455e-07f)));
        p = -0.00020436084f + size * (1.1296612f + size * (0.6330396f + size * (0.10863901f + size * p)));
        p = 1.0f - real_exp(-p);
    } else {
        p = 1.0f;
    }
    return x != x ? x : x < 0.0f ? -p : p;
}
