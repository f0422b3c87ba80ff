// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.util.List;

/** The pages cannot be made into a site. The message lists everything that is wrong, with its page. */
final class SiteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SiteException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
