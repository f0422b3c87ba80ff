// SPDX-License-Identifier: Apache-2.0
/** Data sets: arrays, image folders and well-known data sets. */
module io.espalier.data {
    requires static org.jspecify;
    requires transitive io.espalier.base;
    requires java.desktop;
    requires java.net.http;
    requires org.apache.commons.compress;
    requires org.slf4j;
    requires com.twelvemonkeys.imageio.jpeg;
    requires com.twelvemonkeys.imageio.core;
    requires com.twelvemonkeys.imageio.metadata;

    exports io.espalier.data;
    exports io.espalier.data.array;
    exports io.espalier.data.catalog;
    exports io.espalier.data.image;
    exports io.espalier.data.check to
            io.espalier.experiment,
            io.espalier.lab;
    exports io.espalier.data.fetch to
            io.espalier.experiment,
            io.espalier.lab;
}
