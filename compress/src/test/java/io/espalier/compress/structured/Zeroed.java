// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.tensor.Tensor;
import java.util.HashSet;
import java.util.Set;

/** A model that keeps its size, in which the channels that a plan removes do nothing: what removing them must be equal to. */
final class Zeroed {
    private final FilterPlan plan;
    private final Set<FilterPlan.Channel> removed = new HashSet<>();

    private Zeroed(FilterPlan plan) {
        this.plan = plan;
        plan.decisions().forEach(decision -> decision.removed().forEach(tied -> removed.addAll(tied.channels())));
    }

    /** The filters that go are zero, and so are their biases and what normalization shifts by. */
    static Model filters(FilterPlan plan) {
        return new Zeroed(plan).filters();
    }

    /** Whoever mixes channels multiplies those that go by zero, whatever they hold. */
    static Model readers(FilterPlan plan) {
        return new Zeroed(plan).readers();
    }

    private Model filters() {
        return plan.model().withWeights(plan.model().weights().map((key, value) -> {
            Node node = plan.model().node(key.layer());
            if (key.weight().equals("moving_variance") || key.weight().equals("gamma")) {
                return value;
            }
            int outputs = node.layer() instanceof DepthwiseConv2D || node.layer() instanceof BatchNormalization
                    ? plan.model().outputShape(node).channels()
                    : value.shape().channels();
            return zeroed(value, index -> new FilterPlan.Channel(key.layer(), index % outputs));
        }));
    }

    private Model readers() {
        return plan.model().withWeights(plan.model().weights().map(this::withoutRemovedRows));
    }

    private Tensor withoutRemovedRows(WeightKey key, Tensor value) {
        if (!key.weight().equals("kernel")) {
            return value;
        }
        String input = plan.model().node(key.layer()).inputs().get(0);
        int rows = value.shape().dimension(-2);
        return zeroed(
                value,
                index -> new FilterPlan.Channel(input, index / value.shape().channels() % rows));
    }

    private interface Owner {
        FilterPlan.Channel of(int index);
    }

    private Tensor zeroed(Tensor value, Owner owner) {
        float[] numbers = value.toArray();
        for (int i = 0; i < numbers.length; i++) {
            if (removed.contains(owner.of(i))) {
                numbers[i] = 0;
            }
        }
        return Tensor.of(value.shape(), numbers);
    }
}
