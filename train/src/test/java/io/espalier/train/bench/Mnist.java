// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.bench;

import io.espalier.data.DatasetSplit;
import io.espalier.data.ProgressListener;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Reshape;

/** The lab's data and model, for measurements. */
final class Mnist {
    private Mnist() {}

    static DatasetSplit whole() {
        return NamedDatasets.standard().open("mnist", DatasetHome.fromEnvironment(), ProgressListener.NONE);
    }

    static Model model(long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10))
                .build(seed);
    }
}
