// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form that is chosen for the weights of one tensor.
 *
 * @param stored what is said of it
 * @param table for {@link StoredWeights#LOOK_UP}
 * @param mask for {@link StoredWeights#PRUNED}
 */
record Encoding(
        StoredWeights stored,
        @Nullable LookUpTable table,
        @Nullable PruningMask mask) {
    /** What a file takes for an operator DECODE besides the data, measured: two tensors, the operator, buffers, padding. Names come on top. */
    static final int OPERATOR_BYTES = 192;

    private static final int NAMES_BYTES = 40;

    /** What an entry in COMPRESSION_METADATA takes besides the data. */
    static final int ENTRY_BYTES = 40;

    /**
     * The form of one tensor.
     *
     * @param readers how many operators read it: each has a DECODE of its own
     */
    static Encoding of(Subgraph subgraph, int number, int tensor, int readers, WeightForm form) {
        Tensor weights = subgraph.tensor(tensor);
        String obstacle = form == WeightForm.NONE ? "asked for" : Weights.obstacle(subgraph, tensor);
        if (!obstacle.isEmpty()) {
            return plain(weights, number, tensor, obstacle);
        }
        Channels channels = Channels.of(weights).orElseThrow();
        boolean isMetadata = form == WeightForm.LUT_METADATA;
        int overhead = isMetadata ? ENTRY_BYTES : overhead(weights, readers);
        int header = isMetadata ? 0 : DecodeHeader.SIZE;
        Optional<LookUpTable> table = form == WeightForm.BITMASK ? Optional.empty() : LookUpTable.of(weights, channels);
        Optional<PruningMask> mask = form == WeightForm.BITMASK || form == WeightForm.AUTO
                ? PruningMask.of(weights, channels)
                : Optional.empty();
        long tableBytes = table.map(found ->
                        (long) header + found.indices().size() + found.values().size())
                .orElse(Long.MAX_VALUE / 2);
        long maskBytes = mask.map(found ->
                        (long) header + found.mask().size() + found.values().size())
                .orElse(Long.MAX_VALUE / 2);
        long plainBytes = weights.buffer().size();
        if (table.isPresent() && tableBytes <= maskBytes && tableBytes + overhead < plainBytes) {
            StoredWeights stored = new StoredWeights(
                    number,
                    tensor,
                    weights.name(),
                    StoredWeights.LOOK_UP,
                    table.get().bits(),
                    plainBytes,
                    tableBytes,
                    "");
            return new Encoding(stored, table.get(), null);
        }
        if (mask.isPresent() && maskBytes + overhead < plainBytes) {
            StoredWeights stored = new StoredWeights(
                    number, tensor, weights.name(), StoredWeights.PRUNED, 1, plainBytes, maskBytes, "");
            return new Encoding(stored, null, mask.get());
        }
        return plain(weights, number, tensor, reason(table, mask, Math.min(tableBytes, maskBytes), overhead, form));
    }

    /** What a file takes for so many operators that decode the same weights. */
    static int overhead(Tensor weights, int readers) {
        int names =
                weights.name().isEmpty() ? 0 : NAMES_BYTES + 2 * weights.name().length();
        return readers * (OPERATOR_BYTES + names);
    }

    private static String reason(
            Optional<LookUpTable> table, Optional<PruningMask> mask, long bytes, int overhead, WeightForm form) {
        if (table.isEmpty() && mask.isEmpty()) {
            return form == WeightForm.BITMASK
                    ? "their zero point is not 0"
                    : "they have more than " + LookUpTable.MOST_VALUES + " values";
        }
        return "decoding would take " + (bytes + overhead) + " bytes";
    }

    private static Encoding plain(Tensor weights, int number, int tensor, String reason) {
        long bytes = weights.buffer().size();
        StoredWeights stored =
                new StoredWeights(number, tensor, weights.name(), StoredWeights.PLAIN, 0, bytes, bytes, reason);
        return new Encoding(stored, null, null);
    }

    /** The same weights as they are, for another reason. */
    Encoding asPlain(String reason) {
        return new Encoding(
                new StoredWeights(
                        stored.subgraph(),
                        stored.tensor(),
                        stored.name(),
                        StoredWeights.PLAIN,
                        0,
                        stored.plainBytes(),
                        stored.plainBytes(),
                        reason),
                null,
                null);
    }
}
