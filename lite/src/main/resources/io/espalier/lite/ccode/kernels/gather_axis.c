/* Entries along an axis by computed indices; one that is outside counts as the nearest inside. */
struct gather_axis {
    int32_t outer;          /* places before the axis */
    int32_t size;           /* of the axis */
    int32_t count;          /* indices */
    int32_t width;          /* bytes of an entry */
};
