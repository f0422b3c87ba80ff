struct packing;
struct reader;

/* Unpacks the next row of weights: length bytes. */
typedef void unpack_t(const struct packing *w, struct reader *r, int8_t *row, int32_t length);

/* How weights are stored. What a form does not need is 0. */
struct packing {
    unpack_t *unpack;
    const uint8_t *stored;   /* all rows, one after the other; the first bits are the highest of a byte */
    const int8_t *values;    /* by index */
    const uint16_t *code;    /* the Huffman code of values */
    const uint16_t *runs;    /* the Huffman code of runs of zeros */
    const uint8_t *run_lengths;
    uint8_t width;           /* bits of a value or an index */
    uint8_t gap;             /* bits of a run of zeros; for Huffman codes, the zeros of a run without value */
    uint8_t stride;          /* indices from one row's values to the next row's */
};

/* Where unpacking is. */
struct reader {
    const uint8_t *next;
    uint32_t bits;
    int32_t count;
    const int8_t *values;
};

static INLINE struct reader reader_of(const struct packing *w) {
    struct reader r;
    r.next = w->stored;
    r.bits = 0;
    r.count = 0;
    r.values = w->values;
    return r;
}
