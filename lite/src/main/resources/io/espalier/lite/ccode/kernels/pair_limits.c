#include "pair_loops.c"
#include "limited_float.c"

struct pair_float {
    struct pair_loops loops;
    float min;
    float max;
};

