// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {Accounts} from "../registry/Accounts.sol";
import {IEvidenceRegistry} from "../registry/IEvidenceRegistry.sol";
import {IProgrammeRegistry} from "../registry/IProgrammeRegistry.sol";
import {ISuspensionObserver} from "../registry/ISuspensionObserver.sol";
import {Backing} from "./ClaimBook.sol";
import {ClaimOffers} from "./ClaimOffers.sol";
import {ClaimValue} from "./ClaimValue.sol";
import {Claim, ClaimWord} from "./ClaimWord.sol";
import {IClaimDescription} from "./IClaimDescription.sol";
import {IERC3525Metadata} from "./IERC3525.sol";
import {IReceivableLedger, Mint} from "./IReceivableLedger.sol";
import {ClaimFinancing} from "./ClaimFinancing.sol";
import {ITransferPolicy} from "./ITransferPolicy.sol";
import {Receivable, ReceivableWord} from "./ReceivableWord.sol";

/// @title The ledger of claims on receivables: who holds them, and how they are cut, handed on and put together.
/// @dev Several calls of one sender can go in one transaction (`multicall`), all or none.
contract ReceivableLedger is Multicall, IReceivableLedger, ClaimFinancing {
    /// @notice What words and pictures describe the claims with.
    IClaimDescription public immutable description;

    constructor(
        address authority,
        IProgrammeRegistry programmes_,
        IEvidenceRegistry evidence_,
        IClaimDescription description_,
        ISuspensionObserver observer
    ) AccessManaged(authority) Accounts(observer) ClaimOffers(programmes_, evidence_) {
        description = description_;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ClaimValue, IERC165) returns (bool) {
        return interfaceId == type(IERC721Metadata).interfaceId || interfaceId == type(IERC3525Metadata).interfaceId
            || super.supportsInterface(interfaceId);
    }

    /// @inheritdoc IERC721Metadata
    function name() external view returns (string memory) {
        return description.name();
    }

    /// @inheritdoc IERC721Metadata
    function symbol() external view returns (string memory) {
        return description.symbol();
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256 claim) external view returns (string memory) {
        _existing(claim);
        return description.tokenURI(this, claim);
    }

    /// @inheritdoc IERC3525Metadata
    function contractURI() external view returns (string memory) {
        return description.contractURI(this);
    }

    /// @inheritdoc IERC3525Metadata
    function slotURI(uint256 slot) external view returns (string memory) {
        if (slot > type(uint64).max) revert ReceivableNotMinted(type(uint64).max);
        _existingReceivable(uint64(slot));
        return description.slotURI(this, slot);
    }

    /// @inheritdoc IReceivableLedger
    function mint(Mint calldata accepted) external restricted {
        uint64 number = accepted.receivable;
        if (Receivable.unwrap(_receivables[number]) != 0) revert ReceivableMintedAlready(number);
        Receivable word =
            ReceivableWord.open(accepted.rules, accepted.dueDay, accepted.face, accepted.programme);
        _receivables[number] = word;
        if (accepted.policy != address(0)) _policies[number] = ITransferPolicy(accepted.policy);
        uint256 claim = _claimId(number, 1);
        _claims[claim] = ClaimWord.create(accepted.creditor, accepted.face);
        _gain(accepted.creditor, 1, word, Backing.None);
        _emitNewClaim(0, claim, accepted.creditor, accepted.face);
        _askPolicy(number, word, accepted.debtor, accepted.creditor, accepted.face);
    }

    /// @inheritdoc IReceivableLedger
    function burnClaims(uint64 receivable, uint256[] calldata claims, address creditor) external restricted {
        Receivable word = _existingReceivable(receivable);
        uint256 sum;
        for (uint256 i = 0; i < claims.length; ++i) {
            uint256 claim = claims[i];
            Claim claimWord = _existing(claim);
            if (_receivableOf(claim) != receivable) revert SlotsDiffer(claim, _claimId(receivable, 0));
            if (claimWord.owner() != creditor) revert ClaimNotWithCreditor(claim, claimWord.owner());
            _requireMovable(claim, claimWord, word);
            _requireUnmarked(claim, claimWord);
            sum += claimWord.value();
            // A claim that is named twice is gone the second time.
            _burnClaim(claim, creditor, claimWord.value());
        }
        if (sum != word.outstanding()) revert ClaimsDoNotAddUp(receivable, word.outstanding(), sum);
        _receivables[receivable] = word.cancel();
        _accounts[creditor] = _accounts[creditor].lose(claims.length);
    }

    /// @inheritdoc IReceivableLedger
    function retire(uint256 claim, uint64 face, uint8 round) external restricted {
        Claim word = _existing(claim);
        uint64 number = _receivableOf(claim);
        _available(claim, word, face);
        _claims[claim] = word.less(face).withRound(round);
        _receivables[number] = _receivables[number].retire(face);
        emit RoundsTaken(claim, round);
        emit TransferValue(claim, 0, face);
    }

    /// @inheritdoc IReceivableLedger
    function claimWords(uint64 receivable, uint64 first, uint64 count) external view returns (uint256[] memory words) {
        words = new uint256[](count);
        for (uint64 i = 0; i < count; ++i) {
            words[i] = Claim.unwrap(_claims[_claimId(receivable, first + i)]);
        }
    }

    /// @inheritdoc IReceivableLedger
    function receivableWord(uint64 receivable) external view returns (uint256) {
        return Receivable.unwrap(_receivables[receivable]);
    }

    /// @inheritdoc IReceivableLedger
    function policyOf(uint64 receivable) external view returns (address) {
        return address(_policies[receivable]);
    }
}
