/* A dense layer of 4 inputs and 3 outputs, written by hand. */
#ifndef TINY_H
#define TINY_H

#include <stdint.h>

#define TINY_INPUT_SIZE 4
#define TINY_OUTPUT_SIZE 3
#define TINY_ARENA_SIZE 12

#ifdef __cplusplus
extern "C" {
#endif

int tiny_run(const int8_t *in, int8_t *out);

#ifdef __cplusplus
}
#endif

#endif
