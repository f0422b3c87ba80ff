// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Subgraph;
import java.util.Optional;

/**
 * A quantization that changes how constants are stored, and nothing else: it needs no data.
 *
 * <p>This is where it decides; {@link QuantizeConstants} carries it out.
 */
public sealed interface ConstantQuantizer
        permits Float16Quantizer, DynamicRangeQuantizer, WeightOnlyQuantizer, Int4Quantizer {

    /**
     * The form for one operand of an operator, a dense float32 constant; empty where it stays as it is. A constant that operators want
     * in several forms is stored in each.
     */
    Optional<ConstantEncoding> form(Subgraph subgraph, Operator operator, int position);

    /** Why a constant has its form and no other, for people; empty where there is nothing to say. */
    default String reason(Subgraph subgraph, Operator operator, int position) {
        return "";
    }

    /** Why an operator's constants stay as they are, for one none of whose constants has another form. */
    String obstacle(Subgraph subgraph, Operator operator);

    /**
     * The graph with its constants stored so; those of every operator are looked at.
     *
     * @throws QuantizationException if weights hold an infinity or a NaN that the form cannot hold
     */
    default Graph quantize(Graph graph) {
        return QuantizeConstants.apply(graph, (subgraph, operator) -> Optional.of(this));
    }
}
