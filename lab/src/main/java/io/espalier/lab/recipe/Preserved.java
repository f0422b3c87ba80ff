// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.recipe;

import io.espalier.compress.cluster.KeptClusters;
import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;

final class Preserved {
    private Preserved() {}

    static ParametrizedModel in(Model model) {
        return KeptClusters.in(model);
    }
}
