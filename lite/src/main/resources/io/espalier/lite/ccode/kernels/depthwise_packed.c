#include "unpack.c"
#include "depthwise.c"

/* DEPTHWISE_CONV_2D with packed weights, which are one row. */
struct depthwise_packed {
    struct depthwise depthwise;
    struct packing packing;
    int32_t length;         /* weights */
    int32_t at;             /* where they come in scratch memory */
};

static KERNEL void depthwise_packed(const struct depthwise_packed *p, const int8_t *in, int8_t *out, int8_t *scratch, int32_t y) {
    struct reader reader = reader_of(&p->packing);
    struct depthwise unpacked = p->depthwise;
    unpacked.weights = scratch + p->at;
    p->packing.unpack(&p->packing, &reader, scratch + p->at, p->length);
    depthwise(&unpacked, in, out, scratch, y);
}
