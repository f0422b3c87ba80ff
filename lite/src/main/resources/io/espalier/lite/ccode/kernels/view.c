/* Elements of a tensor copied into another, which may lie in another order and with gaps. */
struct view {
    const int32_t *loops;   /* for each: how often, and the bytes between neighbours in the input and in the output */
    int32_t from;           /* bytes */
    int32_t to;
    int32_t run;            /* bytes that lie side by side */
    int16_t depth;          /* number of loops, at most 8 */
};

static KERNEL void view(const struct view *p, const int8_t *in, int8_t *out) {
    int32_t done[8];
    int32_t from = p->from, to = p->to, level;
    for (level = 0; level < p->depth; level++) {
        done[level] = 0;
    }
    do {
        memcpy(out + to, in + from, (size_t)p->run);
        for (level = p->depth - 1; level >= 0; level--) {
            const int32_t *loop = p->loops + 3 * level;
            from += loop[1];
            to += loop[2];
            if (++done[level] < loop[0]) {
                break;
            }
            done[level] = 0;
            from -= loop[0] * loop[1];
            to -= loop[0] * loop[2];
        }
    } while (level >= 0);
}
