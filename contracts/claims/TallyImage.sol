// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {JsonText} from "./JsonText.sol";

/// @title A notched tally stick, split down the middle, with a label on it.
library TallyImage {
    /// @param label digits, letters and spaces only, for it is not escaped
    function labelled(string memory label) internal pure returns (string memory) {
        return JsonText.dataUri(
            "image/svg+xml",
            string.concat(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120"><rect width="320" height="120" '
                'fill="#f6f1e7"/><path d="M16 30h288v25H16zM16 59h288v25H16z" fill="#b98d57"/><path '
                'd="M40 30v54M60 30v54M80 30v54M100 30v54M140 30v54M160 30v54M240 30v54" stroke="#5a3d1c" '
                'stroke-width="5"/><text x="160" y="108" text-anchor="middle" font-family="sans-serif" '
                'font-size="16" fill="#5a3d1c">',
                label,
                "</text></svg>"
            )
        );
    }
}
