// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.OpenedDataset;
import io.espalier.data.catalog.DataReference;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.data.image.PictureShape;

/** Data as the command line has them: a name, an image folder, an .npy or an .npz file. */
final class DataArgument {
    /** For descriptions of options. */
    static final String FORMS = "mnist, fashion-mnist, mnist-sample, an image folder, an .npy or an .npz file.";

    private DataArgument() {}

    /** Opens them, and shows what is fetched on standard error; throws as {@link DataReference#open} does. */
    static OpenedDataset open(String nameOrPath, PictureShape pictures) {
        return new DataReference(
                        NamedDatasets.standard(),
                        DatasetHome.fromEnvironment(),
                        Terminal.standardError().transfers())
                .open(nameOrPath, pictures);
    }
}
