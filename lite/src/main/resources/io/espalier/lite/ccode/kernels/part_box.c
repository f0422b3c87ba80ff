/* A box inside a tensor, at a computed place that is moved inside if it must. */
struct part_box {
    const int32_t *sizes;   /* for each axis: of the tensor and of the box */
    int32_t rank;           /* 1 to 6 */
    int32_t width;          /* bytes of an element */
    int32_t bytes;          /* of the whole tensor */
};

/* Bytes from the start of the tensor to that of the box. */
static int32_t part_start(const struct part_box *p, const int32_t *begin) {
    int32_t axis, start = 0;
    for (axis = 0; axis < p->rank; axis++) {
        int32_t size = p->sizes[2 * axis], most = size - p->sizes[2 * axis + 1];
        start = start * size + (begin[axis] < 0 ? 0 : begin[axis] > most ? most : begin[axis]);
    }
    return start * p->width;
}

/* Bytes to the next run of the box, which has done so many along each axis; 0 after the last one. */
static int32_t part_next(const struct part_box *p, int32_t *done) {
    int32_t axis, step = p->width * p->sizes[2 * p->rank - 2], moved = 0;
    for (axis = p->rank - 2; axis >= 0; axis--) {
        moved += step;
        if (++done[axis] < p->sizes[2 * axis + 1]) {
            return moved;
        }
        moved -= step * p->sizes[2 * axis + 1];
        done[axis] = 0;
        step *= p->sizes[2 * axis];
    }
    return 0;
}
