// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.quantize.integer.QuantizationPlan;

/**
 * Changes the float constants of a graph such that they come out better when the plan is applied to it: what a plan says of scales and
 * operators stays as it is.
 *
 * <pre>{@code
 * QuantizationPlan plan = quantizer.plan(graph, ranges);
 * Graph rounded = new GptqRounding().adjust(graph, plan, data);
 * Graph corrected = new BiasCorrection(graph).adjust(rounded, plan, data);
 * Graph quantized = IntegerQuantizer.apply(corrected, plan);
 * }</pre>
 */
public sealed interface WeightAdjustment permits GptqRounding, BiasCorrection {
    /**
     * The graph with other constants in its main subgraph; operators and tensors keep their places, and new tensors come behind.
     *
     * @param plan of this very graph, or of the one that another adjustment has made it from
     * @param data like that which the ranges come from
     */
    Graph adjust(Graph graph, QuantizationPlan plan, RepresentativeData data);
}
