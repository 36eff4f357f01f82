// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IAccounts} from "../registry/IAccounts.sol";
import {IClaimMovements} from "./IClaimMovements.sol";
import {IClaimOffers} from "./IClaimOffers.sol";
import {IClaimFinancing} from "./IClaimFinancing.sol";
import {IClaimRestraints} from "./IClaimRestraints.sol";
import {IERC3525, IERC3525Metadata, IERC3525SlotApprovable} from "./IERC3525.sol";

/// @notice An accepted receivable, as the issuance hands it over.
/// @param rules `TransferRule` bits
/// @param policy the contract that is asked before anything changes hands; zero for none
struct Mint {
    uint64 receivable;
    address debtor;
    address creditor;
    uint64 face;
    uint32 dueDay;
    uint32 programme;
    uint8 rules;
    address policy;
}

/// @title All that the ledger of receivables can be asked.
interface IReceivableLedger is
    IAccounts,
    IERC721,
    IERC3525SlotApprovable,
    IERC3525,
    IClaimMovements,
    IClaimOffers,
    IClaimRestraints,
    IClaimFinancing,
    IERC721Metadata,
    IERC3525Metadata
{
    /// @notice A claim has taken the settlement's rounds up to `round`, and has what face they have left it.
    event RoundsTaken(uint256 indexed claim, uint8 round);

    error ReceivableMintedAlready(uint64 receivable);
    error ClaimNotWithCreditor(uint256 claim, address holder);
    error ClaimsDoNotAddUp(uint64 receivable, uint64 outstanding, uint256 sum);

    /// @notice Mints the first claim of an accepted receivable, over the whole face, to its creditor.
    function mint(Mint calldata accepted) external;

    /// @notice Burns all claims of a cancelled receivable, which are free and with its first creditor.
    function burnClaims(uint64 receivable, uint256[] calldata claims, address creditor) external;

    /// @notice The settlement has paid a claim's holder: so much of its face is owed no more.
    function retire(uint256 claim, uint64 face, uint8 round) external;

    /// @notice The words of claims `first` to `first + count − 1` of a receivable, as `ClaimWord` lays them out.
    function claimWords(uint64 receivable, uint64 first, uint64 count) external view returns (uint256[] memory);

    /// @notice The receivable's word, as `ReceivableWord` lays it out; zero where there is none.
    function receivableWord(uint64 receivable) external view returns (uint256);

    /// @notice The contract that is asked before this receivable's claims change hands; zero where none is.
    function policyOf(uint64 receivable) external view returns (address);
}
