/* Two inputs, two outputs, and a state in the caller's arena, written by hand: the sum of all inputs so far, and a product. */
#ifndef RUNNING_SUM_H
#define RUNNING_SUM_H

#include <stdint.h>

#define RUNNING_SUM_INPUT0_SIZE 2
#define RUNNING_SUM_INPUT1_SIZE 1
#define RUNNING_SUM_OUTPUT0_SIZE 2
#define RUNNING_SUM_OUTPUT1_SIZE 2
#define RUNNING_SUM_ARENA_SIZE 8

#ifdef __cplusplus
extern "C" {
#endif

int running_sum_run(void *arena, const float *in0, const int16_t *in1, float *out0, float *out1);
void running_sum_reset(void *arena);

#ifdef __cplusplus
}
#endif

#endif
